// Files of the drawing: BPMN, SVG and PNG, made in the browser as it is now.
const SCALE = 2; // points of a PNG per unit of the drawing

const give = (address, name) => Object.assign(document.createElement('a'), { href: address, download: name }).click();

export function downloads(modeler, key) {
  const kinds = {
    async bpmn() {
      const { xml } = await modeler.saveXML({ format: true });
      const address = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }));
      give(address, `${key}.bpmn`);
      URL.revokeObjectURL(address);
    },
    async svg() {
      const { svg } = await modeler.saveSVG();
      const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
      give(address, `${key}.svg`);
      URL.revokeObjectURL(address);
    },
    async png() {
      const { svg } = await modeler.saveSVG();
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width * SCALE, height: image.height * SCALE });
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      give(canvas.toDataURL('image/png'), `${key}.png`);
    },
  };
  return (kind) => kinds[kind]();
}
