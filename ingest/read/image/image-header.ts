/** Width and height that a picture's file states, read without unfolding it. */
export type StatedSize = { width: number; height: number };

export type PictureKind = 'png' | 'jpeg' | 'tiff';

export function pictureKind(bytes: Uint8Array): PictureKind | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  const mark = order === 'II' ? bytes[2] : bytes[3];
  return (order === 'II' || order === 'MM') && mark === 42 ? 'tiff' : null;
}

/** Of a PNG or JPEG; null where the header is damaged. */
export function statedSize(bytes: Uint8Array, kind: 'png' | 'jpeg'): StatedSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === 'png') return bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
  return jpegSize(view);
}

/** The frame header (SOF0 to SOF15, tables apart). Source: ITU-T T.81, annex B. */
function jpegSize(view: DataView): StatedSize | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += alone ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}
