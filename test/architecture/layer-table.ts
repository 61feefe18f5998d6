/** Which of our folders a folder may import from (itself always). The first matching prefix of a file is its layer. */
export const layers: readonly (readonly [layer: string, may: readonly string[]])[] = [
  ['src-main/shared/', []],
  ['src-main/ports/host.ts', ['src-main/shared/']],
  [
    'src-main/host/',
    ['src-main/shared/', 'src-main/ports/host.ts', 'src-main/storage/', 'src-main/log/', 'src-main/services/audit/']
  ],
  ['src-main/storage/', ['src-main/shared/', 'src-main/ports/host.ts']],
  ['src-main/services/audit/', ['src-main/shared/', 'src-main/storage/', 'src-main/ports/host.ts']],
  ['src-main/log/', ['src-main/shared/', 'src-main/storage/', 'src-main/ports/host.ts']],
  ['src-main/auth/', ['src-main/shared/', 'src-main/ports/host.ts']],
  ['src-main/vendors/', ['src-main/shared/', 'src-main/auth/']],
  [
    'src-main/bulk/',
    ['src-main/shared/', 'src-main/auth/', 'src-main/vendors/', 'src-main/storage/', 'src-main/ports/host.ts']
  ],
  [
    'src-main/services/connections/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/ports/host.ts'
    ]
  ],
  [
    'src-main/services/exports/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/services/connections/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/ports/host.ts'
    ]
  ],
  ['src-main/services/schedule/', ['src-main/shared/', 'src-main/services/connections/', 'src-main/services/exports/', 'src-main/ports/host.ts']],
  [
    'src-main/services/imports/',
    ['src-main/shared/', 'src-main/storage/', 'src-main/ports/host.ts', 'src-renderer/engine/base/source/']
  ],
  ['src-main/sample/', ['src-main/shared/', 'src-main/ports/host.ts']],
  [
    'src-main/services/snapshots/',
    [
      'src-main/shared/',
      'src-main/ports/host.ts',
      'src-main/ports/system.ts',
      'src-main/api/keyring-handlers.ts',
      'src-main/api/snapshot-handlers.ts',
      'src-main/services/imports/',
      'src-main/storage/',
      'src-renderer/engine/base/ndjson/'
    ]
  ],
  [
    'src-main/services/worklist/',
    ['src-main/shared/', 'src-main/ports/host.ts', 'src-main/api/worklist-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/services/drafts/',
    ['src-main/shared/', 'src-main/ports/host.ts', 'src-main/api/draft-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/services/content/',
    [
      'src-main/shared/',
      'src-main/ports/host.ts',
      'src-main/api/measure-handlers.ts',
      'src-main/storage/',
      'src-renderer/engine/measures/content/',
      'src-renderer/engine/cql/elm/'
    ]
  ],
  [
    'src-main/cli/',
    [
      'src-main/shared/',
      'src-main/services/imports/',
      'src-main/services/snapshots/',
      'src-main/sample/',
      'src-main/storage/',
      'src-main/services/audit/',
      'src-main/services/exports/',
      'src-main/log/',
      'src-main/composition/compose-connections.ts',
      'src-main/ports/host.ts',
      'src-main/host/process/installation.ts',
      'src-main/host/node/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/ports/system.ts',
      'src-renderer/engine/'
    ]
  ],
  [
    'src-main/composition/compose.ts',
    [
      'src-main/shared/',
      'src-main/composition/compose-connections.ts',
      'src-main/services/content/',
      'src-main/services/drafts/',
      'src-main/host/',
      'src-main/services/imports/',
      'src-main/services/snapshots/',
      'src-main/services/worklist/',
      'src-main/sample/',
      'src-main/services/audit/',
      'src-main/storage/',
      'src-main/log/'
    ]
  ],
  [
    'src-main/composition/compose-sample.ts',
    ['src-main/shared/', 'src-main/ports/host.ts', 'src-main/auth/', 'src-main/services/connections/', 'src-main/sample/']
  ],
  [
    'src-main/composition/compose-connections.ts',
    [
      'src-main/shared/',
      'src-main/composition/compose-sample.ts',
      'src-main/services/audit/',
      'src-main/host/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/services/connections/',
      'src-main/services/exports/',
      'src-main/services/schedule/',
      'src-main/sample/',
      'src-main/services/snapshots/',
      'src-main/storage/'
    ]
  ],
  ['src-main/preload.ts', ['src-main/shared/']],
  ['src-main/', ['src-main/', 'src-renderer/engine/']],
  ['src-renderer/engine/', ['src-main/shared/']],
  ['src-renderer/workers/', ['src-main/shared/', 'src-renderer/engine/', 'resources/']],
  ['src-renderer/host/', ['src-main/shared/']],
  ['src-renderer/state/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/workers/', 'src-renderer/host/']],
  ['src-renderer/charts/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/ui/', 'src-renderer/state/']],
  [
    'src-renderer/ui/',
    ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/state/', 'src-renderer/workers/', 'resources/']
  ],
  [
    'src-renderer/screens/',
    [
      'src-main/shared/',
      'src-renderer/engine/',
      'src-renderer/state/',
      'src-renderer/ui/',
      'src-renderer/charts/',
      'src-renderer/workers/'
    ]
  ],
  ['src-renderer/', ['src-renderer/', 'src-main/shared/']]
]
