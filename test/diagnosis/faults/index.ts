// All faults, by name.
import { databaseFaults } from './database.js'
import { filesFaults } from './files.js'
import { servicesFaults } from './services.js'
import { integrationsFaults } from './integrations.js'
import { serverFaults } from './server.js'
import { peopleFaults } from './people.js'
import { clusterFaults } from './cluster.js'
import { unknownFaults } from './unknown.js'
import { outageFaults } from './outages.js'
import { settingFaults } from './settings.js'
import { silentFaults } from './silent.js'
import { statementFaults } from './statements.js'
import type { Faults } from '../fault.js'

export const faults: Faults = {
  ...databaseFaults,
  ...filesFaults,
  ...servicesFaults,
  ...integrationsFaults,
  ...serverFaults,
  ...peopleFaults,
  ...clusterFaults,
  ...unknownFaults,
  ...outageFaults,
  ...statementFaults,
  ...settingFaults,
  ...silentFaults,
}
