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
  const tools = document.createElement('p');
  tools.className = 'diagram-tools';
  if (picture.getBoundingClientRect().width > region.clientWidth) {
    const name = (button, whole) => { button.textContent = whole ? region.dataset.full : region.dataset.whole; };
    name(tool((button) => name(button, region.classList.toggle('is-whole'))), false);
  }
  // What it takes to move about in a diagram is heavy: it comes when it is asked for.
  if (region.dataset.source) tool(opened).textContent = region.dataset.open;
  if (tools.childElementCount) region.before(tools);

  function tool(does) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm';
    button.addEventListener('click', () => does(button));
    tools.append(button);
    return button;
  }
  async function opened(button) {
    button.disabled = true;
    try {
      await (await import(region.dataset.viewer)).show(region);
      button.disabled = false;
    } catch {
      button.textContent = region.dataset.failed;
    }
  }
}
