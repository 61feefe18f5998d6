/** Whether an address is that of a server on this computer itself. */
export function isLoopback(address: string): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/i.test(address.trim())
}
