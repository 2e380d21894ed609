// What npm runs in the clone of a Git dependency, alone of all scripts: `npm install git+…`, and so pre-commit, get a package that is
// built. In a checkout where somebody works it does nothing; there `npm start` and the like build what they need.
import { realpathSync } from 'node:fs'
import { root, run } from './lib/setup.mjs'

/** Where npm was called from; in the clone of a dependency that is elsewhere. */
const calledFrom = realpathSync(process.env.INIT_CWD ?? root)

if (calledFrom !== realpathSync(root)) run(process.execPath, ['scripts/build.mjs'])
