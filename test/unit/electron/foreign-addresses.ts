/** Addresses that are not of the page, however close they look. */
export const foreign = [
  'https://evil.test/',
  'http://127.0.0.1/',
  'file:///etc/passwd',
  'app://bundle.evil/',
  'app://evil/',
  'app://user@bundle/',
  'app://bundle:1/',
  'javascript:alert(1)',
  'about:blank',
  'data:text/html,x',
  'blob:https://evil.test/x',
  'chrome://gpu',
  ''
]
