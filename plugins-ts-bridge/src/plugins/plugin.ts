import type { Result } from '@pmds/contracts/result';
import type { ContextFailure, MessageContext } from '@pmds/contracts/start/sync-request';

/** On what a plug-in is registered; set-up turns it into a webhook step of Dataverse. */
export interface PluginStep {
  /** Unique name of the message: a Custom API, or `Update`, `Delete` and the like. */
  readonly message: string;
  /** Logical name of the table. */
  readonly table: string;
  /** Synchronous steps run inside the caller's transaction: what they accept has happened when the call returns. */
  readonly mode: 'synchronous' | 'asynchronous';
  /** For `Update`: the step runs only when one of these columns changed. */
  readonly filteringColumns?: readonly string[];
  /** The service does its work without it, later or at a higher price. */
  readonly optional?: true;
}

/**
 * Business logic that runs when a message was processed on a table: `IPlugin` of the .NET SDK, behind a webhook.
 * `Execute` is named as there. It returns before the platform's transaction does, so it stores and answers, no more.
 */
export interface Plugin {
  readonly step: PluginStep;
  Execute(context: MessageContext): Promise<Result<PluginAnswer, ContextFailure>>;
}

/** What the intake tells the log; the platform reads the status code only. */
export type PluginAnswer =
  | { readonly outcome: 'accepted' | 'already-running' | 'self-test'; readonly runId: string }
  /** Of people it tells how many: the log must not keep who they are. */
  | { readonly outcome: 'noted'; readonly members: number };
