import { readConfig, type Config, type ConfigNeeds } from '../settings/config.js';
import { UsageError, type Terminal } from './command.js';

/** The settings of a command. @throws UsageError with every problem at once. */
export function settingsOf({ environment }: Terminal, needs: ConfigNeeds): Config {
  const config = readConfig(environment, needs);
  if (config.ok) return config.value;
  throw new UsageError(...config.failure);
}
