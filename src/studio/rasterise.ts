/** An SVG picture as PNG, `scale` pixels for each of its own. Throws Error when the browser cannot make it. */
export async function rasterise(svg: string, scale: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth * scale, image.naturalHeight * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no canvas to paint the picture on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}
