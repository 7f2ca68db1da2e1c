import { type Camera, Vector3 } from 'three';
import { capsOf, circlePoints, isKept } from './cut-ball';
import { keptPart } from './cutting';
import type { Drawing, DrawnAtom } from './drawing';
import { cssColour } from './palettes';

/** What turns a drawing into a flat picture. */
export interface PictureFrame {
  readonly camera: Camera;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface Flat {
  readonly x: number;
  readonly y: number;
  /** Distance in Å from the eye along the line of sight. */
  readonly depth: number;
  /** CSS pixels per Å at this depth. */
  readonly scale: number;
}

/** A piece of SVG and how far away it is. */
interface Piece {
  readonly depth: number;
  readonly svg: string;
}

const LINE_WIDTH = 1.3;
/** Long edges of the cell are cut, so that each part finds its place between the atoms. */
const EDGE_PARTS = 6;

/**
 * An SVG picture: every atom one circle, every bond two strokes, faces as polygons, painted from the farthest to the nearest by
 * the depth of their middles. Atoms that planes cut are clipped to what is left of them and show their flat caps. Bodies that cut
 * through each other are not cut.
 */
export function vectorPicture(drawing: Drawing, frame: PictureFrame, title: string): string {
  const project = projection(frame);
  const pieces: Piece[] = [];
  for (const { corners, colour, opacity } of drawing.faces) {
    const flat = corners.map(project);
    const paint = `fill="${cssColour(colour)}" fill-opacity="${opacity}" stroke="${cssColour(colour)}" stroke-opacity="0.7"`;
    pieces.push({ depth: mean(flat), svg: `<polygon points="${pointList(flat)}" ${paint} stroke-width="0.6"/>` });
  }
  for (const { from, to, colour } of drawing.cellEdges) {
    for (let part = 0; part < EDGE_PARTS; part++) {
      const ends = [part, part + 1].map((step) => project(from.clone().lerp(to, step / EDGE_PARTS)));
      pieces.push({ depth: mean(ends), svg: stroke(ends, cssColour(colour), LINE_WIDTH) });
    }
  }
  for (const { from, to, radius } of drawing.bonds) {
    const direction = to.position.clone().sub(from.position).normalize();
    const [start, end] = [
      from.position.clone().addScaledVector(direction, 0.6 * from.radius),
      to.position.clone().addScaledVector(direction, -0.6 * to.radius),
    ];
    const kept = keptPart(drawing.cuts, start, end.clone().sub(start), 0, 1);
    if (!kept) continue;
    for (const [share, rest, atom] of [
      [kept[0], Math.min(0.5, kept[1]), from],
      [Math.max(0.5, kept[0]), kept[1], to],
    ] as const) {
      if (rest <= share) continue;
      const ends = [share, rest].map((part) => project(start.clone().lerp(end, part)));
      const width = radius * (ends[0].scale + ends[1].scale);
      const outline = stroke(ends, shade(atom.colour, 0.55), width + 1);
      pieces.push({ depth: mean(ends), svg: outline + stroke(ends, cssColour(atom.colour), width) });
    }
  }
  const toEye = sightLines(frame);
  for (const [index, atom] of drawing.atoms.entries()) {
    const whole = circle(atom, project(atom.position));
    if (atom.cuts.length === 0) pieces.push(whole);
    else pieces.push({ ...whole, svg: clipped(atom, whole.svg, project, toEye(atom.position), `cut-${index}`) });
  }
  pieces.sort((first, second) => second.depth - first.depth);
  const { width, height } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeText(title)}</title>`,
    `<defs>${gradients(drawing.atoms)}</defs>`,
    ...pieces.map(({ svg }) => svg),
    '</svg>\n',
  ].join('\n');
}

function projection({ camera, width, height }: PictureFrame): (point: Vector3) => Flat {
  const pixelsPerUnit = (camera.projectionMatrix.elements[5] * height) / 2;
  const isPerspective = camera.projectionMatrix.elements[11] !== 0;
  return (point) => {
    const seen = point.clone().applyMatrix4(camera.matrixWorldInverse);
    const depth = -seen.z;
    const flat = point.clone().project(camera);
    const scale = isPerspective ? pixelsPerUnit / depth : pixelsPerUnit;
    return { x: ((flat.x + 1) * width) / 2, y: ((1 - flat.y) * height) / 2, depth, scale };
  };
}

/** The unit vector from a point to the eye. */
function sightLines({ camera }: PictureFrame): (point: Vector3) => Vector3 {
  const eye = new Vector3().setFromMatrixPosition(camera.matrixWorld);
  const back = new Vector3().setFromMatrixColumn(camera.matrixWorld, 2).normalize();
  const isPerspective = camera.projectionMatrix.elements[11] !== 0;
  return (point) => (isPerspective ? eye.clone().sub(point).normalize() : back);
}

/** A cut atom: what is left of its circle, and the caps that face the eye. */
function clipped(
  atom: DrawnAtom,
  whole: string,
  project: (point: Vector3) => Flat,
  toEye: Vector3,
  id: string,
): string {
  const caps = capsOf(atom.cuts, atom.position, atom.radius);
  const rim = circlePoints(atom.position, toEye, atom.radius).filter((point) => isKept(atom.cuts, point));
  const outline = hullOf([...rim, ...caps.flatMap(({ corners }) => corners)].map(project));
  if (outline.length < 3) return '';
  const line = `stroke="${shade(atom.colour, 0.5)}" stroke-width="0.7"`;
  const faces = caps
    .filter(({ normal }) => normal.dot(toEye) > 0)
    .map(
      ({ corners }) =>
        `<polygon points="${pointList(corners.map(project))}" fill="${cssColour(atom.colour)}" ${line}/>`,
    );
  const [body, label = ''] = whole.split(/(?=<text)/);
  return [
    `<clipPath id="${id}"><polygon points="${pointList(outline)}"/></clipPath><g clip-path="url(#${id})">${body}</g>`,
    `<polygon points="${pointList(outline)}" fill="none" ${line}/>`,
    ...faces,
    label,
  ].join('');
}

function pointList(points: readonly Flat[]): string {
  return points.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(' ');
}

/** The convex hull of points of the picture (Andrew's monotone chain). */
function hullOf(points: readonly Flat[]): Flat[] {
  const sorted = [...points].sort((one, other) => one.x - other.x || one.y - other.y);
  const chain = (ordered: readonly Flat[]) => {
    const kept: Flat[] = [];
    for (const point of ordered) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

function turn(from: Flat, over: Flat, to: Flat): number {
  return (over.x - from.x) * (to.y - from.y) - (over.y - from.y) * (to.x - from.x);
}

function circle(atom: DrawnAtom, { x, y, depth, scale }: Flat): Piece {
  const radius = atom.radius * scale;
  const body = `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(radius)}" fill="url(#${gradientName(atom.colour)})" stroke="${shade(atom.colour, 0.5)}" stroke-width="0.7"/>`;
  if (atom.label === '') return { depth, svg: body };
  const size = Math.max(8, Math.min(14, 1.1 * radius));
  const paint = `fill="#111" stroke="#fff" stroke-width="2.4" stroke-linejoin="round" paint-order="stroke"`;
  const font = `font-family="Helvetica, Arial, sans-serif" font-weight="600" font-size="${fixed(size)}"`;
  const place = `x="${fixed(x)}" y="${fixed(y)}" text-anchor="middle" dominant-baseline="central"`;
  return { depth, svg: `${body}<text ${place} ${font} ${paint}>${atom.label}</text>` };
}

function gradientName(colour: number): string {
  return `atom-${cssColour(colour).slice(1)}`;
}

/** One shading a colour, lit from the upper left. */
function gradients(atoms: readonly DrawnAtom[]): string {
  return [...new Set(atoms.map(({ colour }) => colour))]
    .map(
      (colour) =>
        `<radialGradient id="${gradientName(colour)}" cx="0.36" cy="0.32" r="0.75"><stop offset="0" stop-color="${shade(colour, 1.5)}"/>` +
        `<stop offset="0.45" stop-color="${cssColour(colour)}"/><stop offset="1" stop-color="${shade(colour, 0.6)}"/></radialGradient>`,
    )
    .join('');
}

function stroke([from, to]: readonly Flat[], colour: string, width: number): string {
  const ends = `x1="${fixed(from.x)}" y1="${fixed(from.y)}" x2="${fixed(to.x)}" y2="${fixed(to.y)}"`;
  return `<line ${ends} stroke="${colour}" stroke-width="${fixed(width)}" stroke-linecap="butt"/>`;
}

/** Darker below 1; above it, part of the way to white. */
function shade(colour: number, factor: number): string {
  const channel = (shift: number) => {
    const value = (colour >> shift) & 255;
    return Math.round(factor <= 1 ? value * factor : value + (255 - value) * (factor - 1));
  };
  return cssColour((channel(16) << 16) | (channel(8) << 8) | channel(0));
}

function mean(points: readonly Flat[]): number {
  return points.reduce((sum, { depth }) => sum + depth, 0) / points.length;
}

function fixed(value: number): string {
  return value.toFixed(2);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
