/** Whether the computer has a Cmd key. @param platform `AppInfo.platform` or `navigator.platform` */
export function isMac(platform: string): boolean {
  return /^(darwin|mac)/i.test(platform)
}
