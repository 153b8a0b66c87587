// @ts-check
// Makes a browser's screenshot small enough to keep in a repository: the same picture with the 128 colours that it has most of.
// It reads what Chromium writes (PNG, eight bits a channel, not interlaced) and nothing else.

import { crc32, deflateSync, inflateSync } from "node:zlib";

/** @param {Buffer} png */
function chunks(png) {
  /** @type {{ type: string, data: Buffer }[]} */
  const found = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The bytes of each line, as they were before the file's filters. @param {Buffer} raw @param {number} stride @param {number} step */
function unfilter(raw, stride, step) {
  const lines = Buffer.alloc((raw.length / (stride + 1)) * stride);
  for (let from = 0, to = 0; from < raw.length; from += stride + 1, to += stride) {
    const filter = raw[from];
    for (let x = 0; x < stride; x++) {
      const left = x < step ? 0 : (lines[to + x - step] ?? 0);
      const up = lines[to + x - stride] ?? 0;
      const corner = x < step ? 0 : (lines[to + x - stride - step] ?? 0);
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][filter ?? 0] ?? 0;
      lines[to + x] = (raw[from + 1 + x] ?? 0) + guess;
    }
  }
  return lines;
}

/** @param {Buffer} png */
export function withFewColours(png) {
  const parts = chunks(png);
  const head = Buffer.from(parts[0]?.data ?? []);
  const [width, step] = [head.readUInt32BE(0), head[9] === 6 ? 4 : 3];
  const data = Buffer.concat(parts.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const pixels = unfilter(inflateSync(data), width * step, step);

  const at = (/** @type {number} */ offset) => pixels.readUIntBE(offset, 3);
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let offset = 0; offset < pixels.length; offset += step)
    counts.set(at(offset), (counts.get(at(offset)) ?? 0) + 1);
  const palette = Array.from(counts)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 128)
    .map(([colour]) => colour);
  const distance = (/** @type {number} */ a, /** @type {number} */ b) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  /** @type {Map<number, number>} */
  const nearest = new Map();
  for (const colour of counts.keys()) {
    const best = palette.reduce((best, other) => (distance(colour, other) < distance(colour, best) ? other : best));
    nearest.set(colour, palette.indexOf(best));
  }

  const lines = Buffer.alloc((pixels.length / step / width) * (width + 1));
  for (let offset = 0, to = 0; offset < pixels.length; offset += step, to++) {
    if (to % (width + 1) === 0) to++;
    lines[to] = nearest.get(at(offset)) ?? 0;
  }
  head[9] = 3;
  return Buffer.concat([
    png.subarray(0, 8),
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
