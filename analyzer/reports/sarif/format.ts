// The part of SARIF 2.1.0 that is written here, as types: what is not in them cannot be misspelt.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

export type Level = 'error' | 'warning' | 'note'

export interface SarifLog {
  readonly $schema: string
  readonly version: '2.1.0'
  readonly runs: readonly Run[]
}

export interface Run {
  readonly tool: { readonly driver: Driver }
  readonly automationDetails: { readonly id: string }
  readonly invocations: readonly Invocation[]
  readonly originalUriBaseIds: Readonly<Record<string, ArtifactLocation>>
  readonly artifacts: readonly Artifact[]
  readonly results: readonly Result[]
  readonly columnKind: 'utf16CodeUnits'
  readonly properties: Properties
}

export type Properties = Readonly<Record<string, unknown>>

export interface Driver {
  readonly name: string
  readonly semanticVersion: string
  readonly version: string
  readonly shortDescription: Message
  readonly rules: readonly Descriptor[]
  readonly notifications: readonly Descriptor[]
}

/** A rule, or a kind of notification. */
export interface Descriptor {
  readonly id: string
  readonly name?: string
  readonly shortDescription: Message
  readonly fullDescription?: Message
  readonly help?: Message
  readonly helpUri?: string
  readonly defaultConfiguration?: { readonly level: Level }
  readonly properties?: Properties
}

/** Plain text; literal braces are doubled. */
export interface Message {
  readonly text: string
  readonly markdown?: string
}

export interface Invocation {
  readonly executionSuccessful: boolean
  readonly toolExecutionNotifications: readonly Notification[]
}

export interface Notification {
  readonly level: Level
  readonly message: Message
  readonly descriptor: DescriptorReference
  readonly associatedRule?: DescriptorReference
  readonly locations?: readonly Location[]
}

export interface DescriptorReference {
  readonly id: string
  readonly index: number
}

export interface Artifact {
  readonly location: ArtifactLocation
  readonly parentIndex?: number
  readonly length?: number
  readonly hashes?: Readonly<Record<string, string>>
  readonly roles?: readonly string[]
  readonly properties?: Properties
}

export interface ArtifactLocation {
  readonly uri?: string
  readonly uriBaseId?: string
  readonly index?: number
  readonly description?: Message
}

export interface Location {
  readonly id?: number
  readonly message?: Message
  readonly physicalLocation: {
    readonly artifactLocation: ArtifactLocation
    readonly region?: Region
  }
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: string }[]
}

export interface Region {
  readonly startLine: number
  readonly startColumn?: number
  readonly snippet?: Message
}

export interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: Level
  readonly message: Message
  readonly locations: readonly Location[]
  readonly relatedLocations?: readonly Location[]
  readonly occurrenceCount?: number
  readonly rank?: number
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly Suppression[]
  readonly properties?: Properties
}

export interface Suppression {
  readonly kind: 'external'
  readonly status: 'accepted'
  readonly justification: string
  readonly properties?: Properties
}
