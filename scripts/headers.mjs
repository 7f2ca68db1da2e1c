// Response headers shared by the development server and the server of the production build.

// Two threads of WebAssembly share memory, which a browser allows only on a page isolated from other origins.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Content-Security-Policy of the production build: nothing from elsewhere, no inline script or style, no eval but WebAssembly. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The development server injects its reload client and styles inline and speaks over a web socket. */
const developmentPolicy = contentSecurityPolicy
  .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
  .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
  .replace("connect-src 'self'", "connect-src 'self' ws:");

const common = { ...isolation, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

export const productionHeaders = { ...common, 'Content-Security-Policy': contentSecurityPolicy };
export const developmentHeaders = { ...common, 'Content-Security-Policy': developmentPolicy };
