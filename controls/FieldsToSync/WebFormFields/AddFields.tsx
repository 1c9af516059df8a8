import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import * as React from 'react';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';

interface AddFieldsProps {
  readonly texts: Texts;
  readonly disabled: boolean;
  /** Adds what the form has and the list lacks. */
  readonly onHtml: (html: string) => void;
  readonly onInput: (input: string) => void;
}

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, maxWidth: '640px' },
  line: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS, alignItems: 'flex-end' },
});

/** Fields from the HTML of a form, or one by its name. */
export function AddFields({ texts, disabled, onHtml, onInput }: AddFieldsProps): React.ReactElement {
  const styles = useStyles();
  const [html, setHtml] = React.useState('');
  const [input, setInput] = React.useState('');
  return (
    <div className={styles.panel}>
      <Field label={texts('Paste_Label')} hint={texts('Paste_Hint')}>
        <Textarea
          value={html}
          rows={4}
          resize="vertical"
          disabled={disabled}
          onChange={(_event, data) => setHtml(data.value)}
          textarea={{ spellCheck: false, dir: 'auto' }}
        />
      </Field>
      <div className={styles.line}>
        <Button
          appearance="primary"
          size="small"
          icon={<Icon path={icons.form} />}
          disabled={disabled || html.trim() === ''}
          onClick={() => {
            onHtml(html);
            setHtml('');
          }}
        >
          {texts('Paste_Read')}
        </Button>
      </div>
      <div className={styles.line}>
        <Field label={texts('Add_Label')} size="small">
          <Input
            size="small"
            value={input}
            disabled={disabled}
            input={{ spellCheck: false, dir: 'auto', maxLength: 256 }}
            onChange={(_event, data) => setInput(data.value)}
          />
        </Field>
        <Button
          size="small"
          icon={<Icon path={icons.add} />}
          disabled={disabled || input.trim() === ''}
          onClick={() => {
            onInput(input.trim());
            setInput('');
          }}
        >
          {texts('Add')}
        </Button>
      </div>
    </div>
  );
}
