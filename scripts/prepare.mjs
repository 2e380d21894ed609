// What npm runs in the clone of a Git dependency, alone of all scripts: `npm install git+…`, and so pre-commit, get a package that is
// built. In a checkout where somebody works it does nothing; there `npm start` and the like build what they need.
import { realpathSync } from 'node:fs'
import { root, run } from './lib/setup.mjs'

/** Where npm was called from; in the clone of a dependency that is elsewhere. */
const calledFrom = realpathSync(process.env.INIT_CWD ?? root)

/** What the outer npm was told is not meant for the clone: its own dependencies are not to be installed globally. */
const { npm_config_global: _, npm_config_location: __, ...env } = process.env

if (calledFrom !== realpathSync(root)) run(process.execPath, ['scripts/build.mjs'], { env })
