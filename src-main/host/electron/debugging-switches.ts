/**
 * Switches of Chromium and Node that open the program to a debugger, weaken its page or write down what it sends. No fuse
 * covers those of Chromium, so a packaged program does not start with one.
 */
const refused = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'debug',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ssl-key-log-file',
  'log-net-log'
] as const

/** The first switch that a packaged program refuses to start with. @param has as Electron's `commandLine.hasSwitch` */
export function refusedSwitch(has: (name: string) => boolean): string | undefined {
  return refused.find(has)
}
