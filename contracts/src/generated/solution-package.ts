// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.

/** The package itself: what a set-up assigns and checks after the import. Ids are the same in every environment. */
export const SolutionPackage = {
  uniqueName: 'ProfileManagementDataSync',
  version: '1.0.0.0',
  prefix: 'pmds',
  roles: {
    profileSyncAdministrator: {
      id: '0bc83fb6-bd6d-556a-ba52-0fdf25ce7db6',
      name: 'Profile Sync Administrator',
    },
    profileSyncApplication: {
      id: 'c587c753-06c1-5c36-a8bd-be37e812180f',
      name: 'Profile Sync Application',
    },
    profileSyncLinks: {
      id: 'dabb82c8-3e7b-52fb-8c7e-521eadf74a75',
      name: 'Profile Sync Links',
    },
    profileSyncReader: {
      id: 'e3248e21-e7b6-55b0-a4af-afc60ff55efb',
      name: 'Profile Sync Reader',
    },
    profileSyncService: {
      id: 'd7b2a0ef-394c-579e-95c2-2ad95663f636',
      name: 'Profile Sync Service',
    },
  },
  columnSecurityProfiles: {
    profileSyncApplication: {
      id: '3a7bc623-2d1d-5cb7-b594-0a8b2db9329b',
      name: 'Profile Sync Application',
    },
    profileSyncReaders: {
      id: '2afbd40c-41bf-56ae-92ca-6cb0825e4143',
      name: 'Profile Sync Readers',
    },
  },
  environmentVariables: {
    bridgeUrl: 'pmds_BridgeUrl',
    progressRefreshSeconds: 'pmds_ProgressRefreshSeconds',
    publicColumns: 'pmds_PublicColumns',
    setupRecord: 'pmds_SetupRecord',
  },
  apps: {
    profileManagement: 'pmds_ProfileManagement',
  },
} as const;
