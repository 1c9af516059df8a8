/* global document */
// What the sample forms do themselves: say what came of the prefill, and keep a press on the button on the page.
const notice = document.querySelector('.notice');
const words = notice.dataset;

function say(state) {
  const text = { filled: words.filled, none: words.none, 'token-expired': words.expired }[state];
  notice.textContent = text ?? words.failed;
  notice.dataset.state = state === 'filled' || state === 'none' ? state : 'bad';
}

// The prefill may have ended before this script was read.
const ended = document.documentElement.dataset.pmds;
if (ended !== undefined) say(ended);
document.addEventListener('pmds:prefill', ({ detail }) => say(detail.state));

// Some forms come later.
document.addEventListener('submit', (event) => {
  event.preventDefault();
  notice.textContent = words.sent;
  notice.scrollIntoView({ block: 'center' });
});
