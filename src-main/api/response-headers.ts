import { extname } from 'node:path'

/**
 * The content security policy of the page in every host. Nothing but the own origin; WebAssembly may compile, code from
 * strings may not; no style attributes.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/**
 * On every response of every host. Opener and embedder policy make the page cross-origin isolated (shared memory between
 * its workers); the resource policy keeps other origins from reading anything.
 */
const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()'
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm'
}

/** Headers of one file of the built page. Files below `/assets/` carry a content hash in their name and never change. */
export function fileHeaders(path: string): Record<string, string> {
  return {
    ...securityHeaders,
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
  }
}

/** Headers of anything that is not a file: data, replies, notices. Nothing of it may stay in a cache. */
export function dynamicHeaders(contentType: string): Record<string, string> {
  return { ...securityHeaders, 'content-type': contentType, 'cache-control': 'no-store' }
}
