/**
 * GLSL of the viewer. All geometry is instanced; lighting is done in view space and linear light: a soft key light
 * from the upper left, a sky above and a warmer ground below, a little darkening towards the silhouette, a highlight.
 */

const LIGHTING = /* glsl */ `
uniform vec3 haze;
uniform float hazeNear;
uniform float hazeFar;
uniform float hazeStrength;

/** @param toEye of unit length */
vec3 lit(vec3 colour, vec3 normal, vec3 toEye, float depth) {
  vec3 key = normalize(vec3(-0.42, 0.72, 0.78));
  vec3 fill = normalize(vec3(0.85, -0.15, 0.45));
  float keyLight = clamp((dot(normal, key) + 0.28) / 1.28, 0.0, 1.0);
  keyLight *= keyLight;
  float fillLight = max(dot(normal, fill), 0.0);
  vec3 sky = mix(vec3(0.40, 0.38, 0.37), vec3(0.56, 0.58, 0.61), normal.y * 0.5 + 0.5);
  vec3 light = sky + vec3(0.62, 0.61, 0.59) * keyLight + vec3(0.10, 0.11, 0.13) * fillLight;
  float facing = clamp(dot(normal, toEye), 0.0, 1.0);
  float edge = pow(1.0 - facing, 2.6);
  vec3 shaded = colour * light * (1.0 - 0.42 * edge);
  float highlight = max(dot(normal, normalize(key + toEye)), 0.0);
  shaded += vec3(0.24) * pow(highlight, 70.0) + vec3(0.05) * pow(highlight, 14.0);
  float veil = smoothstep(hazeNear, hazeFar, depth) * hazeStrength;
  return mix(min(shaded, vec3(1.0)), haze, veil);
}
`;

/** Towards the eye from a point in view space: along the line of sight, or where the eye is. */
const TO_EYE = /* glsl */ `
vec3 towardsEye(vec3 viewPosition) {
  return isOrthographic ? vec3(0.0, 0.0, 1.0) : normalize(-viewPosition);
}
`;

const FRAGMENT_END = /* glsl */ `
  #include <colorspace_fragment>
`;

export const ATOM_VERTEX = /* glsl */ `
attribute vec4 sphere;
attribute vec4 tint;
varying vec3 vNormal;
varying vec3 vViewPosition;
varying vec4 vTint;

void main() {
  vec4 viewPosition = modelViewMatrix * vec4(sphere.xyz + sphere.w * position, 1.0);
  vNormal = (modelViewMatrix * vec4(position, 0.0)).xyz;
  vViewPosition = viewPosition.xyz;
  vTint = tint;
  gl_Position = projectionMatrix * viewPosition;
}
`;

/** `tint.w` lightens the atom under the pointer. */
export const ATOM_FRAGMENT = /* glsl */ `
varying vec3 vNormal;
varying vec3 vViewPosition;
varying vec4 vTint;
${LIGHTING}
${TO_EYE}
void main() {
  vec3 colour = mix(vTint.rgb, vec3(1.0), 0.22 * vTint.w);
  gl_FragColor = vec4(lit(colour, normalize(vNormal), towardsEye(vViewPosition), -vViewPosition.z), 1.0);
  ${FRAGMENT_END}
}
`;

/**
 * A bond is a unit cylinder along y, stretched from atom to atom. `bondStart.w` and `bondEnd.w` are the radii of the
 * two atoms, `tintStart.w` that of the bond. The colours meet halfway between the two surfaces.
 */
export const BOND_VERTEX = /* glsl */ `
attribute vec4 bondStart;
attribute vec4 bondEnd;
attribute vec4 tintStart;
attribute vec3 tintEnd;
varying vec3 vNormal;
varying vec3 vViewPosition;
varying vec3 vTintStart;
varying vec3 vTintEnd;
varying float vAlong;
varying vec4 vSpan;

void main() {
  vec3 axis = bondEnd.xyz - bondStart.xyz;
  float span = max(length(axis), 1e-4);
  axis /= span;
  vec3 helper = abs(axis.z) < 0.9 ? vec3(0.0, 0.0, 1.0) : vec3(1.0, 0.0, 0.0);
  vec3 side = normalize(cross(axis, helper));
  vec3 other = cross(side, axis);
  vec3 radial = side * position.x + other * position.z;
  float along = (position.y + 0.5) * span;
  vec4 viewPosition = modelViewMatrix * vec4(bondStart.xyz + axis * along + radial * tintStart.w, 1.0);
  vNormal = (modelViewMatrix * vec4(radial, 0.0)).xyz;
  vViewPosition = viewPosition.xyz;
  vTintStart = tintStart.rgb;
  vTintEnd = tintEnd;
  vAlong = along;
  vSpan = vec4(bondStart.w, span - bondEnd.w, tintStart.w, 0.5 * (bondStart.w + span - bondEnd.w));
  gl_Position = projectionMatrix * viewPosition;
}
`;

export const BOND_FRAGMENT = /* glsl */ `
varying vec3 vNormal;
varying vec3 vViewPosition;
varying vec3 vTintStart;
varying vec3 vTintEnd;
varying float vAlong;
varying vec4 vSpan;
${LIGHTING}
${TO_EYE}
void main() {
  float blur = max(fwidth(vAlong), 1e-5);
  vec3 colour = mix(vTintStart, vTintEnd, smoothstep(vSpan.w - blur, vSpan.w + blur, vAlong));
  float gap = max(min(vAlong - vSpan.x, vSpan.y - vAlong), 0.0);
  // Where a bond enters an atom little light comes in.
  colour *= 1.0 - 0.45 * exp(-gap / max(1.4 * vSpan.z, 1e-4));
  gl_FragColor = vec4(lit(colour, normalize(vNormal), towardsEye(vViewPosition), -vViewPosition.z), 1.0);
  ${FRAGMENT_END}
}
`;

/** An atom's silhouette in one colour, `outline` pixels wider than the atom, drawn behind it. */
export const OUTLINE_VERTEX = /* glsl */ `
attribute vec4 sphere;
uniform float outline;
uniform vec2 viewport;

void main() {
  vec4 centre = projectionMatrix * modelViewMatrix * vec4(sphere.xyz, 1.0);
  float pixelsPerUnit = 0.5 * viewport.y * projectionMatrix[1][1] / centre.w;
  float radius = sphere.w + outline / pixelsPerUnit;
  vec4 clip = projectionMatrix * modelViewMatrix * vec4(sphere.xyz + radius * position, 1.0);
  gl_Position = sphere.w > 0.0 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const FLAT_FRAGMENT = /* glsl */ `
uniform vec3 colour;
void main() {
  gl_FragColor = vec4(colour, 1.0);
  ${FRAGMENT_END}
}
`;

/** A line of constant width on the screen: `position.x` runs along it, `position.y` is the side, ±1. */
export const LINE_VERTEX = /* glsl */ `
attribute vec3 lineStart;
attribute vec3 lineEnd;
attribute vec3 tint;
uniform vec2 viewport;
uniform float lineWidth;
varying vec3 vTint;
varying float vDepth;

void main() {
  vec4 viewStart = modelViewMatrix * vec4(lineStart, 1.0);
  vec4 viewEnd = modelViewMatrix * vec4(lineEnd, 1.0);
  vec4 clipStart = projectionMatrix * viewStart;
  vec4 clipEnd = projectionMatrix * viewEnd;
  vec2 direction = (clipEnd.xy / clipEnd.w - clipStart.xy / clipStart.w) * viewport;
  float span = length(direction);
  direction = span > 1e-4 ? direction / span : vec2(1.0, 0.0);
  vec2 side = vec2(-direction.y, direction.x) * position.y + direction * (2.0 * position.x - 1.0);
  vec4 clip = mix(clipStart, clipEnd, position.x);
  clip.xy += side * lineWidth / viewport * clip.w;
  vTint = tint;
  vDepth = -mix(viewStart.z, viewEnd.z, position.x);
  gl_Position = clip;
}
`;

export const LINE_FRAGMENT = /* glsl */ `
varying vec3 vTint;
varying float vDepth;
uniform vec3 haze;
uniform float hazeNear;
uniform float hazeFar;
uniform float hazeStrength;

void main() {
  float veil = smoothstep(hazeNear, hazeFar, vDepth) * min(1.5 * hazeStrength, 1.0);
  gl_FragColor = vec4(mix(vTint, haze, veil), 1.0);
  ${FRAGMENT_END}
}
`;

/** A symbol in front of its atom: `label` is the atom's sphere, `cell` the place of the symbol in the atlas. */
export const LABEL_VERTEX = /* glsl */ `
attribute vec4 sphere;
attribute vec4 cell;
attribute float ink;
uniform vec2 viewport;
uniform vec2 glyphPixels;
varying vec2 vAtlas;
varying float vInk;

void main() {
  vec4 front = modelViewMatrix * vec4(sphere.xyz, 1.0);
  front.z += 1.02 * sphere.w;
  vec4 clip = projectionMatrix * front;
  clip.xy += 2.0 * position.xy * glyphPixels / viewport * clip.w;
  vAtlas = cell.xy + cell.zw * (position.xy + 0.5);
  vInk = ink;
  gl_Position = sphere.w > 0.0 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const LABEL_FRAGMENT = /* glsl */ `
uniform sampler2D atlas;
varying vec2 vAtlas;
varying float vInk;

void main() {
  vec4 glyph = texture2D(atlas, vAtlas);
  float alpha = max(glyph.r, glyph.g);
  if (alpha < 0.02) discard;
  // Red holds the symbol, green its halo.
  vec3 shade = mix(vec3(1.0 - vInk), vec3(vInk), glyph.r);
  gl_FragColor = vec4(shade, glyph.r + (1.0 - glyph.r) * 0.55 * glyph.g);
  ${FRAGMENT_END}
}
`;

/** A translucent face: one of a polyhedron or a plane; both sides are lit alike. */
export const FACE_VERTEX = /* glsl */ `
attribute vec3 tint;
varying vec3 vTint;
varying vec3 vNormal;
varying vec3 vViewPosition;

void main() {
  vec4 viewPosition = modelViewMatrix * vec4(position, 1.0);
  vTint = tint;
  vNormal = (modelViewMatrix * vec4(normal, 0.0)).xyz;
  vViewPosition = viewPosition.xyz;
  gl_Position = projectionMatrix * viewPosition;
}
`;

export const FACE_FRAGMENT = /* glsl */ `
uniform float opacity;
varying vec3 vTint;
varying vec3 vNormal;
varying vec3 vViewPosition;
${LIGHTING}
${TO_EYE}
void main() {
  vec3 toEye = towardsEye(vViewPosition);
  vec3 normal = normalize(vNormal);
  normal *= dot(normal, toEye) < 0.0 ? -1.0 : 1.0;
  gl_FragColor = vec4(lit(vTint, normal, toEye, -vViewPosition.z), opacity);
  ${FRAGMENT_END}
}
`;

export const ARROW_VERTEX = /* glsl */ `
varying vec3 vNormal;

void main() {
  vNormal = normalMatrix * normal;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
`;

export const ARROW_FRAGMENT = /* glsl */ `
varying vec3 vNormal;
uniform vec3 colour;
${LIGHTING}
void main() {
  gl_FragColor = vec4(lit(colour, normalize(vNormal), vec3(0.0, 0.0, 1.0), 0.0), 1.0);
  ${FRAGMENT_END}
}
`;
