import { domainToASCII } from 'node:url';

const localPart = /^[^\s\p{Cc}@<>()[\],;:"\\]{1,64}$/u;
const hostName = /^(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const isAscii = /^[\x21-\x7e]+$/;

/** Converts the domain to lower case and ASCII. The part before the @ stays as written, because it may be case-sensitive. */
export function normaliseEmail(text: string): string | undefined {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  if (at < 1 || !localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return undefined;
  }
  const written = trimmed.slice(at + 1).toLowerCase();
  const domain = isAscii.test(written) ? written : domainToASCII(written);
  return hostName.test(domain) ? `${local}@${domain}` : undefined;
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);
