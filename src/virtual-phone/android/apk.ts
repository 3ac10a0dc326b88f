import type { InstalledPackage } from './phone.ts'
import { parseBinaryXml, type XmlElement } from './binary-xml.ts'
import { readZipEntry } from './zip-entry.ts'

/** What an APK's own manifest says. */
export type ApkManifest = Pick<
  InstalledPackage,
  | 'name'
  | 'versionCode'
  | 'versionName'
  | 'minSdk'
  | 'targetSdk'
  | 'permissions'
  | 'instrumentation'
  | 'mainActivity'
>

/** Reads the manifest out of a real APK. @throws Error with Android's INSTALL_PARSE_FAILED_… text */
export function readApk(apk: Buffer): ApkManifest {
  const manifest = parseManifest(apk)
  const name = manifest.attributes['package'] ?? ''
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/.test(name)) {
    throw new Error(`INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME: Invalid manifest package: ${name}`)
  }
  const sdk = manifest.children.find(({ tag }) => tag === 'uses-sdk')?.attributes ?? {}
  const minSdk = Number(sdk['minSdkVersion'] ?? 1)
  return {
    name,
    versionCode: Number(manifest.attributes['versionCode'] ?? 0),
    versionName: manifest.attributes['versionName'] ?? 'null',
    minSdk,
    targetSdk: Number(sdk['targetSdkVersion'] ?? minSdk),
    permissions: named(manifest, 'uses-permission'),
    instrumentation: manifest.children
      .filter(({ tag }) => tag === 'instrumentation')
      .map(({ attributes }) => ({
        runner: attributes['name'] ?? '',
        target: attributes['targetPackage'] ?? '',
      })),
    mainActivity: launcherActivity(manifest, name),
  }
}

function parseManifest(apk: Buffer): XmlElement {
  let bytes: Buffer | undefined
  try {
    bytes = readZipEntry(apk, 'AndroidManifest.xml')
  } catch (error) {
    throw new Error('INSTALL_PARSE_FAILED_NOT_APK: Failed to parse base.apk', { cause: error })
  }
  if (!bytes) throw new Error('INSTALL_PARSE_FAILED_BAD_MANIFEST: Missing AndroidManifest.xml')
  try {
    return parseBinaryXml(bytes)
  } catch (error) {
    throw new Error('INSTALL_PARSE_FAILED_MANIFEST_MALFORMED: Failed to parse AndroidManifest.xml', {
      cause: error,
    })
  }
}

function named(element: XmlElement, tag: string): string[] {
  return element.children.flatMap((child) => (child.tag === tag ? [child.attributes['name'] ?? ''] : []))
}

/** The activity with MAIN and LAUNCHER in one filter, in its short form. */
function launcherActivity(manifest: XmlElement, packageName: string): string | null {
  const application = manifest.children.find(({ tag }) => tag === 'application')
  const launcher = application?.children.find(
    ({ tag, children }) =>
      (tag === 'activity' || tag === 'activity-alias') &&
      children.some(
        (filter) =>
          filter.tag === 'intent-filter' &&
          named(filter, 'action').includes('android.intent.action.MAIN') &&
          named(filter, 'category').includes('android.intent.category.LAUNCHER'),
      ),
  )
  const name = launcher?.attributes['name']
  if (name === undefined) return null
  return name.startsWith(`${packageName}.`) ? name.slice(packageName.length) : name
}
