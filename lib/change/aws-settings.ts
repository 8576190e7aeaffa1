/**
 * Where AWS KMS is: RustFS's own variable wins, then those of the AWS SDK in its order (kms backends/aws.rs loads
 * `aws_config::defaults`). A profile may say both.
 */
export const awsPlaces = [
  ['RUSTFS_KMS_AWS_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_CONFIG_FILE'],
  ['RUSTFS_KMS_AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_KMS', 'AWS_ENDPOINT_URL'],
] as const;

/** The variable of a file of profiles. */
export const awsConfigFile = 'AWS_CONFIG_FILE';

/** Every variable that may decide a setting, the setting's own first. */
export function variablesOf(setting: string): readonly string[] {
  return awsPlaces.find(([own]) => own === setting) ?? [setting];
}

/** Whether a setting is told by a profile, and so by the file that has it. */
export function isOfProfile(variable: string | undefined): boolean {
  return variable === 'AWS_PROFILE' || variable === awsConfigFile;
}

/**
 * What a file of profiles says of where AWS is, as one text to compare
 * (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html); of credentials and the rest it says nothing.
 */
export function awsPlacesIn(config: string): string {
  let section = '';
  const lines = config.split('\n').flatMap((line) => {
    const text = line.replace(/\s#.*$/, '').trim();
    if (text.startsWith('[')) section = text.replace(/\s+/g, ' ');
    // A service has its endpoint on a line of its own, below its name.
    const [, name = '', value = ''] = /^([\w-]+)\s*=\s*(.*)$/.exec(text) ?? [];
    const isPlace = ['region', 'endpoint_url', 'services'].includes(name);
    if (isPlace || (section.startsWith('[services') && name !== '' && value === '')) {
      return [`${section} ${name} ${value}`];
    }
    return [];
  });
  return lines.join('\n');
}
