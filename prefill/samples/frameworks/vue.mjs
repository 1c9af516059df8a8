/* global window */
import { createApp, h, reactive, vModelCheckbox, vModelRadio, vModelSelect, vModelText, withDirectives } from 'vue';

/** Bound as `v-model` binds it, without a compiler in the page: a Content-Security-Policy would forbid it. */
const state = reactive({ firstname: '', jobtitle: '', donotphone: false, calls: '', lastname: '' });
window.state = state;
const bound = (directive, tag, name, more = {}, children = []) =>
  withDirectives(h(tag, { name, ...more, 'onUpdate:modelValue': (to) => (state[name] = to) }, children), [
    [directive, state[name]],
  ]);

createApp({
  render: () =>
    h('form', [
      h('label', ['First name', bound(vModelText, 'input', 'firstname')]),
      h('label', ['Job title', bound(vModelText, 'textarea', 'jobtitle')]),
      h('label', { class: 'choice' }, [
        bound(vModelCheckbox, 'input', 'donotphone', { type: 'checkbox' }),
        'Do not call me',
      ]),
      h('fieldset', { 'data-pmds-field': 'donotphone' }, [
        h('legend', 'Calls'),
        ...['Do Not Allow', 'Allow'].map((value) =>
          h('label', { class: 'choice' }, [bound(vModelRadio, 'input', 'calls', { type: 'radio', value }), value]),
        ),
      ]),
      h('label', [
        'Last name',
        bound(vModelSelect, 'select', 'lastname', {}, [
          h('option', { value: '' }, '-'),
          h('option', { value: 'A' }, 'Archer'),
        ]),
      ]),
      h('button', { type: 'submit' }, 'Save'),
    ]),
}).mount('#root');
