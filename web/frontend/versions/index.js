// Two versions side by side open at the first place that differs, and scroll together.
const regions = [...document.querySelectorAll('.two [data-diagram]')];
const differs = '.is-added, .is-removed, .is-moved, .is-changed';

for (const region of regions) {
  const first = region.querySelector(differs);
  if (!first) continue;
  const place = first.getBoundingClientRect();
  const frame = region.getBoundingClientRect();
  region.scrollLeft = place.left - frame.left - (frame.width - place.width) / 2;
  region.scrollTop = place.top - frame.top - (frame.height - place.height) / 2;
}

let leading = null;
for (const region of regions) {
  region.addEventListener('pointerenter', () => { leading = region; });
  region.addEventListener('focusin', () => { leading = region; });
  region.addEventListener('scroll', () => {
    if (leading !== region) return;
    for (const other of regions) {
      if (other === region) continue;
      other.scrollLeft = region.scrollLeft;
      other.scrollTop = region.scrollTop;
    }
  }, { passive: true });
}
