import type { ReactElement } from 'react';
import { Observable } from '../../form/observable';

interface OpenDialog {
  readonly key: number;
  readonly element: ReactElement;
}

/** Dialogs on top of the page, and the progress indicator. Scripts and components open them; `DialogHost` draws them. */
class DialogService extends Observable {
  open: readonly OpenDialog[] = [];
  progress: string | null = null;
  #nextKey = 1;

  /** Shows what `draw` makes until it calls `close`, and resolves to what was given there. */
  show<Answer>(draw: (close: (answer: Answer) => void) => ReactElement): Promise<Answer> {
    return new Promise((resolve) => {
      const key = this.#nextKey++;
      const close = (answer: Answer): void => {
        this.open = this.open.filter((dialog) => dialog.key !== key);
        this.changed();
        resolve(answer);
      };
      this.open = [...this.open, { key, element: draw(close) }];
      this.changed();
    });
  }

  showProgress(message: string | null): void {
    this.progress = message;
    this.changed();
  }
}

export const dialogs = new DialogService();
