/**
 * GLSL of the viewer. All geometry is instanced; lighting is done in view space and linear light: a soft key light
 * from the upper left, a sky above and a warmer ground below, a little darkening towards the silhouette, a highlight.
 */

import { CUT_FACE, CUTTING, LIGHTING, TO_EYE } from './shader-parts';

const FRAGMENT_END = /* glsl */ `
  #include <colorspace_fragment>
`;

export const ATOM_VERTEX = /* glsl */ `
attribute vec4 sphere;
attribute vec4 tint;
varying vec3 vNormal;
varying vec3 vViewPosition;
varying vec4 vTint;
varying vec4 vSphere;

void main() {
  vec4 viewPosition = modelViewMatrix * vec4(sphere.xyz + sphere.w * position, 1.0);
  vSphere = vec4((modelViewMatrix * vec4(sphere.xyz, 1.0)).xyz, sphere.w);
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
varying vec4 vSphere;
${LIGHTING}
${TO_EYE}
#ifdef CUT
${CUTTING}
${CUT_FACE}
#endif
void main() {
  vec3 colour = mix(vTint.rgb, vec3(1.0), 0.22 * vTint.w);
  vec3 place = vViewPosition;
  vec3 normal = normalize(vNormal);
  #ifdef CUT
    if (isCutAway(place)) discard;
    gl_FragDepth = gl_FragCoord.z;
    if (!gl_FrontFacing) {
      if (!moveToCutFace(place, normal) || distance(place, vSphere.xyz) > vSphere.w) discard;
      gl_FragDepth = depthOf(place);
    }
  #endif
  gl_FragColor = vec4(lit(colour, normal, towardsEye(place), -place.z), 1.0);
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
varying vec3 vStart;
varying vec3 vAxis;

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
  vStart = (modelViewMatrix * vec4(bondStart.xyz, 1.0)).xyz;
  vAxis = (modelViewMatrix * vec4(axis, 0.0)).xyz;
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
varying vec3 vStart;
varying vec3 vAxis;
${LIGHTING}
${TO_EYE}
#ifdef CUT
${CUTTING}
${CUT_FACE}
#endif
void main() {
  float blur = max(fwidth(vAlong), 1e-5);
  float along = vAlong;
  vec3 place = vViewPosition;
  vec3 normal = normalize(vNormal);
  #ifdef CUT
    if (isCutAway(place)) discard;
    gl_FragDepth = gl_FragCoord.z;
    if (!gl_FrontFacing) {
      if (!moveToCutFace(place, normal)) discard;
      vec3 away = place - vStart;
      along = dot(away, vAxis);
      // The faces of its atoms are in front where it ends inside them.
      bool isInside = length(cross(away, vAxis)) <= vSpan.z && along > vSpan.x && along < vSpan.y;
      if (!isInside) discard;
      gl_FragDepth = depthOf(place);
    }
  #endif
  vec3 colour = mix(vTintStart, vTintEnd, smoothstep(vSpan.w - blur, vSpan.w + blur, along));
  float gap = max(min(along - vSpan.x, vSpan.y - along), 0.0);
  // Where a bond enters an atom little light comes in.
  colour *= 1.0 - 0.45 * exp(-gap / max(1.4 * vSpan.z, 1e-4));
  gl_FragColor = vec4(lit(colour, normal, towardsEye(place), -place.z), 1.0);
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
${CUTTING}
void main() {
  if (isCutAway(vViewPosition)) discard;
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
