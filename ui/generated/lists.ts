// Generated from schema.graphql by "npm run generate".
import * as operations from './operations.ts'

/** Each list of the configuration: the mutations that change it, and the operations of the UI. */
export const lists = {
  cdns: {
    save: 'upsertCdn',
    remove: 'deleteCdn',
    documents: {
      read: operations.ReadCdnDocument,
      whole: operations.WholeCdnDocument,
      brief: operations.BriefCdnDocument,
      save: operations.SaveCdnDocument,
      remove: operations.DeleteCdnDocument,
    },
  },
  expectations: {
    save: 'upsertExpectation',
    remove: 'deleteExpectation',
    documents: {
      read: operations.ReadExpectationDocument,
      whole: operations.WholeExpectationDocument,
      brief: operations.BriefExpectationDocument,
      save: operations.SaveExpectationDocument,
      remove: operations.DeleteExpectationDocument,
    },
  },
  originClusters: {
    save: 'upsertOriginCluster',
    remove: 'deleteOriginCluster',
    documents: {
      read: operations.ReadOriginClusterDocument,
      whole: operations.WholeOriginClusterDocument,
      brief: operations.BriefOriginClusterDocument,
      save: operations.SaveOriginClusterDocument,
      remove: operations.DeleteOriginClusterDocument,
    },
  },
  pools: {
    save: 'upsertPool',
    remove: 'deletePool',
    documents: {
      read: operations.ReadPoolDocument,
      whole: operations.WholePoolDocument,
      brief: operations.BriefPoolDocument,
      save: operations.SavePoolDocument,
      remove: operations.DeletePoolDocument,
    },
  },
  rules: {
    save: 'upsertRule',
    remove: 'deleteRule',
    documents: {
      read: operations.ReadRuleDocument,
      whole: operations.WholeRuleDocument,
      brief: operations.BriefRuleDocument,
      save: operations.SaveRuleDocument,
      remove: operations.DeleteRuleDocument,
    },
  },
  settings: {
    save: 'updateSettings',
    remove: undefined,
    documents: {
      read: operations.ReadSettingsDocument,
      whole: operations.WholeSettingsDocument,
      brief: undefined,
      save: operations.SaveSettingsDocument,
      remove: undefined,
    },
  },
  zones: {
    save: 'upsertZone',
    remove: 'deleteZone',
    documents: {
      read: operations.ReadZoneDocument,
      whole: operations.WholeZoneDocument,
      brief: operations.BriefZoneDocument,
      save: operations.SaveZoneDocument,
      remove: operations.DeleteZoneDocument,
    },
  },
} as const
