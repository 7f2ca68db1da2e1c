/** Functions that several shaders share. */

import { MOST_CUTS } from './cutting';

export const LIGHTING = /* glsl */ `
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
export const TO_EYE = /* glsl */ `
vec3 towardsEye(vec3 viewPosition) {
  return isOrthographic ? vec3(0.0, 0.0, 1.0) : normalize(-viewPosition);
}
`;

/** What lies beyond a plane is not drawn; see `Cut`. Needs TO_EYE. */
export const CUTTING = /* glsl */ `
uniform vec4 cuts[${MOST_CUTS}];
uniform int cutCount;

/** Height in Å over a cut, of a point in view space. */
float heightOver(vec4 cut, vec3 viewPosition) {
  return dot(mat3(viewMatrix) * cut.xyz, viewPosition - viewMatrix[3].xyz) - cut.w;
}

bool isCutAway(vec3 viewPosition) {
  for (int i = 0; i < cutCount; i++) if (heightOver(cuts[i], viewPosition) > 0.0) return true;
  return false;
}
`;

/**
 * A body that is cut open shows its far side; the cut face is where the line of sight to that enters what was left. For
 * convex bodies, drawn with both sides.
 */
export const CUT_FACE = /* glsl */ `
uniform mat4 projectionMatrix;

/** Moves a point of the far side to the cut face and takes over its normal; false where there is none. */
bool moveToCutFace(inout vec3 viewPosition, inout vec3 normal) {
  vec3 toEye = towardsEye(viewPosition);
  float way = 1e9;
  for (int i = 0; i < cutCount; i++) {
    vec3 cutNormal = mat3(viewMatrix) * cuts[i].xyz;
    float rise = dot(cutNormal, toEye);
    float here = -heightOver(cuts[i], viewPosition) / max(rise, 1e-6);
    if (rise <= 1e-6 || here >= way) continue;
    way = here;
    normal = cutNormal;
  }
  viewPosition += way * toEye;
  return way < 1e8;
}

float depthOf(vec3 viewPosition) {
  vec4 clip = projectionMatrix * vec4(viewPosition, 1.0);
  return 0.5 * clip.z / clip.w + 0.5;
}
`;
