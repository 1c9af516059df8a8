/* global document, window */
import { createElement as e, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Every input shows the state and nothing else: what is filled in past React would vanish with the next change. */
function Profile() {
  const [state, setState] = useState({ firstname: '', jobtitle: '', donotphone: false, topic: '', lastname: '' });
  window.state = state;
  const bind = (name, property = 'value') => ({
    name,
    [property]: state[name],
    onChange: ({ target }) => setState((old) => ({ ...old, [name]: target[property] })),
  });
  const radio = (value) => ({
    type: 'radio',
    name: 'topic',
    value,
    checked: state.topic === value,
    onChange: () => setState((old) => ({ ...old, topic: value })),
  });
  return e(
    'form',
    null,
    e('label', null, 'First name', e('input', bind('firstname'))),
    e('label', null, 'Last name', e('input', bind('lastname'))),
    e('label', null, 'Job title', e('textarea', bind('jobtitle'))),
    e(
      'label',
      { className: 'choice' },
      e('input', { type: 'checkbox', ...bind('donotphone', 'checked') }),
      'Do not call me',
    ),
    e(
      'fieldset',
      { 'data-pmds-field': 'donotphone' },
      e('legend', null, 'Calls'),
      ...['Do Not Allow', 'Allow'].map((word) =>
        e('label', { className: 'choice', key: word }, e('input', radio(word)), word),
      ),
    ),
    e('button', { type: 'submit' }, 'Save'),
  );
}

createRoot(document.getElementById('root')).render(e(Profile));
