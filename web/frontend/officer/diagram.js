// Diagrams are whole without this: here a wide one opens where its case stands,
// and can be shrunk to the width of the page.
for (const region of document.querySelectorAll('[data-diagram]')) {
  const picture = region.querySelector('svg');
  const here = picture.querySelector('.is-here');
  if (here) {
    const place = here.getBoundingClientRect();
    const frame = region.getBoundingClientRect();
    region.scrollLeft = place.left - frame.left - (frame.width - place.width) / 2;
    region.scrollTop = place.top - frame.top - (frame.height - place.height) / 2;
  }
  if (picture.getBoundingClientRect().width <= region.clientWidth) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-sm';
  const name = (whole) => { button.textContent = whole ? region.dataset.full : region.dataset.whole; };
  name(false);
  button.addEventListener('click', () => name(region.classList.toggle('is-whole')));
  const tools = document.createElement('p');
  tools.className = 'diagram-tools';
  tools.append(button);
  region.before(tools);
}
