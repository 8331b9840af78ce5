// What is left of a task's time goes down while the office is open. The server
// says how much is left now, in working time, and until when these hours run.
const span = (seconds) => {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const units = document.documentElement.lang.startsWith('en') ? [' h', ' min'] : [' j', ' m'];
  const parts = [[Math.floor(minutes / 60), units[0]], [minutes % 60, units[1]]];
  const shown = parts.filter(([count]) => count).map(([count, unit]) => count + unit).join(' ');
  return shown || `${Math.abs(Math.trunc(seconds))} ${units[1] === ' m' ? 'd' : 's'}`;
};

const begun = performance.now();

function tick() {
  if (document.hidden) return;
  const passed = (performance.now() - begun) / 1000;
  for (const pill of document.querySelectorAll('[data-seconds]')) {
    pill.dataset.from ??= String(pill.isConnected && pill.dataset.fresh ? passed : 0);
    const open = Number(pill.dataset.until) - Date.now() / 1000;
    if (open <= 0) continue;
    const left = Number(pill.dataset.seconds) - (passed - Number(pill.dataset.from));
    const words = pill.closest('[data-left]').dataset[left < 0 ? 'over' : 'left'];
    const text = words.replace('{span}', span(left));
    const shown = pill.lastElementChild;
    if (shown.textContent !== text) shown.textContent = text;
    if (left < 0) {
      pill.classList.remove('is-fine', 'is-risk');
      pill.classList.add('is-late');
    }
  }
}

if (document.querySelector('[data-seconds], [data-live-list]')) setInterval(tick, 1000);
