import { describe, expect, it } from 'vitest'
import { isNetworkFolder, isOnNetwork } from '../../../src-main/storage/files/network-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('a folder on another computer', () => {
  it.each([
    ['NFS', 0x6969],
    ['CIFS', 0xff534d42],
    // A number of 32 bits may come with a sign.
    ['CIFS', 0xff534d42 | 0],
    ['SMB2', 0xfe534d42 | 0]
  ])('is told by %s on Linux', (_, fileSystem) => {
    expect(isNetworkFolder('linux', { path: '/mnt/quality/populus', fileSystem, mounts: '' })).toBe(true)
    expect(isNetworkFolder('darwin', { path: '/mnt/quality/populus', fileSystem, mounts: '' })).toBe(false)
  })

  it.each([
    ['ext4', 0xef53],
    ['XFS', 0x58465342],
    ['Btrfs', 0x9123683e],
    ['tmpfs', 0x01021994],
    ['overlay', 0x794c7630]
  ])('is not one of %s', (_, fileSystem) => {
    expect(isNetworkFolder('linux', { path: '/home/quality/populus', fileSystem, mounts: '' })).toBe(false)
  })

  it.each([
    [String.raw`\\server\quality\populus`, true],
    [String.raw`\\?\UNC\server\quality`, true],
    [String.raw`\\?\C:\Users\quality`, false],
    [String.raw`\\.\C:\Users\quality`, false],
    [String.raw`C:\Users\quality`, false]
  ])('is told by its address on Windows: %s', (path, expected) => {
    expect(isNetworkFolder('win32', { path, fileSystem: 0, mounts: '' })).toBe(expected)
  })

  it.each([
    [String.raw`Z:\populus`, String.raw`\\server\quality\populus`, true],
    [String.raw`C:\populus`, String.raw`C:\populus`, false]
  ])('is told behind a drive letter of Windows: %s', async (path, resolved, expected) => {
    const asked: string[] = []
    const told = await isOnNetwork(path, {
      platform: 'win32',
      realpath: async (folder) => {
        asked.push(folder)
        return resolved
      },
      statfs: async () => ({ type: 0 }),
      mounts: async () => ''
    })
    expect([told, asked]).toEqual([expected, [path]])
  })

  it.each([
    ['/Users/quality/populus', false],
    ['/Volumes/Quality Share/populus', true],
    ['/Volumes/Quality Share', true],
    ['/Volumes/Quality Share 2/populus', false],
    ['/Volumes/Quality Share/local/populus', false],
    ['/System/Volumes/Data/export/populus', true]
  ])('is told by the volume that it is on, on macOS: %s', (path, expected) => {
    // As macOS 14 prints them; a share may have any name, and a disk image may lie inside of it.
    const mounts = [
      '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
      '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)',
      '//ada@files.example/Quality%20Share on /Volumes/Quality Share (smbfs, nodev, nosuid, mounted by ada)',
      '/dev/disk5 on /Volumes/Quality Share 2 (apfs, local, nodev, nosuid, journaled, noowners)',
      '/dev/disk6 on /Volumes/Quality Share/local (apfs, local)',
      'files.example:/export on /System/Volumes/Data/export (nfs)',
      'map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)',
      ''
    ].join('\n')
    expect(isNetworkFolder('darwin', { path, fileSystem: 0x1a, mounts })).toBe(expected)
  })

  it('is asked of the system', async () => {
    expect(await isOnNetwork(temporaryFolder())).toBe(false)
    await expect(isOnNetwork(`${temporaryFolder()}/nothing`)).rejects.toThrow('ENOENT')
  })
})
