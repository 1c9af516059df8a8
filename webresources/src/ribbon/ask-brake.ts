import type { BrakeFinding } from '@pmds/contracts/start/brake';
import type { StoppedRun } from './read-candidate.js';
import type { Texts } from '../texts/texts.js';

/** What the person wants after the brake has stopped the last run. */
type BrakeAnswer =
  /** The numbers are right. */
  | 'confirmed'
  /** The lists may have been mended: read them again, and stop again where they were not. */
  | 'read-again'
  | 'nothing';

/** Asks about the numbers that stopped the last run. Starting again without a word confirms nothing. */
export async function askBrake({ brake }: StoppedRun, text: Texts): Promise<BrakeAnswer> {
  // A progress indicator would cover the question.
  Xrm.Utility.closeProgressIndicator();
  const lines = brake.findings.map((finding) => `• ${lineOf(finding, text)}`);
  if (brake.more > 0) lines.push(`• ${text('brake.more', brake.more)}`);
  const numbers = await Xrm.Navigation.openConfirmDialog({
    title: text('brake.title'),
    text: [text('brake.question'), ...lines, text('brake.meaning')].join('\n'),
    confirmButtonLabel: text('brake.confirm'),
    cancelButtonLabel: text('brake.cancel'),
  });
  if (numbers.confirmed) return 'confirmed';
  const again = await Xrm.Navigation.openConfirmDialog({
    title: text('brake.title'),
    text: text('brake.again.question'),
    confirmButtonLabel: text('brake.again.confirm'),
    cancelButtonLabel: text('queue.cancel'),
  });
  return again.confirmed ? 'read-again' : 'nothing';
}

function lineOf(finding: BrakeFinding, text: Texts): string {
  const { before, now } = finding;
  if (finding.of === 'list') return text('brake.list', finding.name, before, now);
  if (finding.of === 'all') return text('brake.all', before, now);
  return text(finding.table === 'contact' ? 'brake.contacts' : 'brake.leads', before, now);
}
