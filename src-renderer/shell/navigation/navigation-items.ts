import { commonMessages as common } from '#messages/common.ts'
import { shellNavigationMessages as m } from '#messages/shell/navigation.ts'
import type { Route, ScreenName } from '../../state/navigation/route.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** One line of the navigation. */
export interface NavigationItem {
  readonly label: string
  readonly icon: IconName
  readonly screen: ScreenName
  readonly route: Route
  /** The command that does the same. */
  readonly command: string
}

/** The navigation in its groups; registries are nested below the first one by the component. */
export const navigationGroups: readonly {
  readonly title: string | undefined
  readonly items: readonly NavigationItem[]
}[] = [
  {
    title: undefined,
    items: [
      {
        label: common.overview,
        icon: 'overview',
        screen: 'overview',
        route: { screen: 'overview' },
        command: 'go.overview'
      },
      {
        label: common.patients,
        icon: 'person',
        screen: 'patients',
        route: { screen: 'patients' },
        command: 'go.patients'
      },
      {
        label: common.costAndUse,
        icon: 'money',
        screen: 'cost',
        route: { screen: 'cost', tab: 'summary' },
        command: 'go.cost'
      },
      {
        label: common.risk,
        icon: 'gauge',
        screen: 'risk',
        route: { screen: 'risk', tab: 'scores' },
        command: 'go.risk'
      }
    ]
  },
  {
    title: m.quality,
    items: [
      {
        label: common.measures,
        icon: 'gauge',
        screen: 'measures',
        route: { screen: 'measures', tab: 'scorecard' },
        command: 'go.measures'
      },
      { label: common.careGaps, icon: 'list', screen: 'gaps', route: { screen: 'gaps' }, command: 'go.gaps' },
      {
        label: common.measureContent,
        icon: 'document',
        screen: 'content',
        route: { screen: 'content', tab: 'measures' },
        command: 'go.content'
      },
      { label: common.cqlEditor, icon: 'code', screen: 'cql', route: { screen: 'cql' }, command: 'go.cql' }
    ]
  },
  {
    title: common.explore,
    items: [
      { label: common.boards, icon: 'pin', screen: 'boards', route: { screen: 'boards' }, command: 'go.boards' },
      { label: common.cohorts, icon: 'people', screen: 'cohorts', route: { screen: 'cohorts' }, command: 'go.cohorts' },
      { label: common.explore, icon: 'chart', screen: 'explore', route: { screen: 'explore' }, command: 'go.explore' },
      { label: common.views, icon: 'table', screen: 'views', route: { screen: 'views' }, command: 'go.views' },
      { label: common.sql, icon: 'code', screen: 'sql', route: { screen: 'sql' }, command: 'go.sql' }
    ]
  },
  {
    title: common.data,
    items: [
      {
        label: common.connections,
        icon: 'plug',
        screen: 'connections',
        route: { screen: 'connections' },
        command: 'go.connections'
      },
      { label: common.sources, icon: 'merge', screen: 'sources', route: { screen: 'sources' }, command: 'go.sources' },
      {
        label: common.dataQuality,
        icon: 'shield',
        screen: 'quality',
        route: { screen: 'quality' },
        command: 'go.quality'
      },
      {
        label: common.snapshots,
        icon: 'layers',
        screen: 'snapshots',
        route: { screen: 'snapshots' },
        command: 'go.snapshots'
      }
    ]
  },
  {
    title: m.workspace,
    items: [
      {
        label: common.sharing,
        icon: 'export',
        screen: 'sharing',
        route: { screen: 'sharing', tab: 'pack' },
        command: 'go.sharing'
      },
      { label: common.auditLog, icon: 'lock', screen: 'audit', route: { screen: 'audit' }, command: 'go.audit' },
      {
        label: common.settings,
        icon: 'settings',
        screen: 'settings',
        route: { screen: 'settings' },
        command: 'go.settings'
      }
    ]
  }
]
