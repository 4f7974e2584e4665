import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What `openssl ca` keeps, and how it signs. */
const CONFIGURATION = `
[ca]
default_ca = authority
[authority]
new_certs_dir = .
database = index
serial = serial
policy = policy
default_md = sha256
copy_extensions = copy
unique_subject = no
[policy]
commonName = supplied
[req]
distinguished_name = names
[names]
`;

/** A certificate authority of a test, made by openssl and thrown away with its directory. */
export class Authority {
  /** Its own certificate, as a file in PEM. */
  readonly file: string;
  #made = 0;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, 'authority.pem');
    writeFileSync(join(directory, 'openssl.cnf'), CONFIGURATION);
    writeFileSync(join(directory, 'index'), '');
    writeFileSync(join(directory, 'serial'), '01\n');
    const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE'];
    this.#request('authority', '/CN=An authority of a test', ['-x509', '-days', '2', ...extensions]);
  }

  /**
   * Signs a certificate.
   *
   * @param hosts names, the first also the subject's
   * @param until when it expires, as openssl writes it; default: tomorrow
   */
  certificate(hosts: readonly string[], until?: string): Certificate {
    const name = `host-${(this.#made += 1)}`;
    const names = hosts.map((host) => `DNS:${host}`).join(',');
    this.#request(name, `/CN=${hosts[0] ?? ''}`, ['-addext', `subjectAltName=${names}`]);
    const times = until === undefined ? ['-days', '1'] : ['-startdate', '20200101000000Z', '-enddate', until];
    const signer = ['-cert', 'authority.pem', '-keyfile', 'authority.key'];
    this.#openssl(
      'ca',
      '-config',
      'openssl.cnf',
      '-batch',
      '-notext',
      ...signer,
      ...times,
      '-in',
      `${name}.pem`,
      '-out',
      `${name}.crt`,
    );
    return { key: this.#read(`${name}.key`), cert: this.#read(`${name}.crt`) };
  }

  #request(name: string, subject: string, more: readonly string[]): void {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`];
    this.#openssl('req', '-config', 'openssl.cnf', '-subj', subject, ...key, ...more);
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.directory, stdio: 'pipe' });
  }

  #read(name: string): string {
    return readFileSync(join(this.directory, name), 'utf8');
  }
}
