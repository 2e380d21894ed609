// Faults of plugins.
import { config, goroutines, logs, text, times } from '../edit-sample.js'
import type { Line } from '../edit-sample.js'
import { hookWait } from '../stacks.js'
import type { Faults } from '../fault.js'

const plugin = (id: string, msg: string, error: string): Line => ({
  level: 'error',
  msg,
  caller: 'app/plugin.go:190',
  plugin_id: id,
  error,
})

/** The plugin that ran is installed and does not run. */
function pluginsOff(plugins: string): string {
  const { enabled } = JSON.parse(plugins) as { readonly enabled: unknown }
  return JSON.stringify({ enabled: [], disabled: enabled }, null, 4)
}

export const integrationsFaults: Faults = {
  "a plugin's hook is slow": {
    edits: [goroutines(8, 'chan receive', hookWait)],
    first: 'requests-waiting-for-plugins',
  },
  'a plugin does not start': {
    edits: [
      logs([
        plugin(
          'com.example.lab-probe',
          'Unable to activate plugin',
          'unable to start plugin: com.example.lab-probe: fork/exec plugins/com.example.lab-probe/server/plugin: exec format error',
        ),
      ]),
    ],
    first: 'plugins-not-starting',
  },
  'a plugin wants a newer server': {
    edits: [
      logs([
        plugin(
          'com.example.lab-probe',
          'Unable to activate plugin',
          'unable to start plugin: com.example.lab-probe: plugin requires Mattermost 12.0.0: com.example.lab-probe',
        ),
      ]),
    ],
    first: 'plugins-not-starting',
  },
  'a plugin logs errors of its upstream': {
    edits: [
      logs(
        times(12, {
          level: 'error',
          msg: 'Failed to fetch issues',
          caller: 'app/plugin_api.go:1010',
          plugin_id: 'jira',
          error:
            'Get "https://jira.example.com/rest/api/2/search": dial tcp 10.0.0.20:443: connect: connection refused',
        }),
      ),
    ],
    first: 'network-connections-refused',
  },
  'a plugin panics': {
    edits: [
      logs([
        {
          level: 'error',
          msg: 'panic: runtime error: invalid memory address or nil pointer dereference',
          caller: 'plugin/hclog_adapter.go:70',
          plugin_id: 'com.example.lab-probe',
          source: 'plugin_stderr',
        },
      ]),
    ],
    first: 'plugin-panics',
  },
  'plugins are off': {
    edits: [
      config({ 'PluginSettings.Enable': false }),
      text('plugins.json', () => '{"enabled":[],"disabled":[]}'),
    ],
    first: 'plugins-off',
  },
  'a plugin is on, and does not run': {
    edits: [text('plugins.json', pluginsOff)],
    first: 'plugins-on-but-not-running',
  },
  'a plugin is killed by the system': {
    edits: [
      logs(
        times(3, {
          level: 'error',
          msg: 'plugin process exited',
          caller: 'plugin/hclog_adapter.go:70',
          plugin_id: 'com.example.lab-probe',
          wrapped_extras: 'pluginplugins/com.example.lab-probe/server/pluginid1585errorsignal: killed',
        }),
      ),
    ],
    first: 'plugin-killed',
  },
  'plugin health checks are off': {
    edits: [config({ 'PluginSettings.EnableHealthCheck': false })],
    first: 'plugin-health-check-off',
  },

  'a plugin says that it needs a newer server': {
    edits: [
      text('plugins.json', plugins =>
        plugins.replace('"min_server_version": "9.0.0"', '"min_server_version": "12.0.0"'),
      ),
    ],
    first: 'plugin-needs-newer-server',
  },
  "a plugin's tables are missing": {
    edits: [
      logs(
        times(6, {
          level: 'error',
          msg: 'Failed to get board',
          caller: 'app/plugin_api.go:1010',
          plugin_id: 'focalboard',
          error: 'pq: relation "focalboard_boards" does not exist',
        }),
      ),
    ],
    first: 'database-schema-mismatch',
  },
}
