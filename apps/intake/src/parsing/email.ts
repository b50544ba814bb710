import { cleanCode, locateCharacter } from '@baton/domain';
import { domainToASCII } from 'node:url';
import { readLatinParts, replacedRemark, unclearProblem } from './look-alikes.ts';
import { valueOf } from './reading.ts';
import type { Reading } from './reading.ts';

const localPart = /^[^\s\p{Cc}@<>()[\],;:"\\]{1,64}$/u;
const hostName = /^(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const isAscii = /^[\x21-\x7e]+$/;

/**
 * Reads an e-mail address. The domain becomes lower case and ASCII. The part before the @ stays as written, because it
 * may be case-sensitive. Invisible characters go, full-width forms become ASCII, and look-alikes of Latin letters
 * become Latin among Latin letters.
 */
export function readEmail(text: string): Reading {
  const cleaned = cleanCode(text).normalize('NFC');
  const at = cleaned.lastIndexOf('@');
  if (at < 1) return { problem: emailProblem(text, cleaned) };
  const labels = cleaned.slice(at + 1).split(/[.\u3002\uFF61]/u);
  const { parts, replaced, unclear } = readLatinParts([cleaned.slice(0, at), ...labels], labels.at(-1) ?? '');
  if (unclear) return { problem: unclearProblem(text, unclear) };
  const [local = '', ...domain] = parts;
  const value = address(local, domain.join('.'));
  if (value === undefined) return { problem: emailProblem(text, cleaned) };
  return replaced === undefined ? { value } : { value, remark: replacedRemark(text, replaced) };
}

function address(local: string, writtenDomain: string): string | undefined {
  if (!localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined;
  const lower = writtenDomain.toLowerCase();
  const domain = isAscii.test(lower) ? lower : domainToASCII(lower);
  return hostName.test(domain) ? `${local}@${domain}` : undefined;
}

function emailProblem(text: string, cleaned: string): string {
  const unexpected = /[^\p{ASCII}\p{L}\p{M}\p{N}]/u.exec(cleaned)?.[0];
  return unexpected === undefined
    ? 'is not an e-mail address; write it as name@company.com'
    : `is not an e-mail address; it contains ${locateCharacter(text, unexpected)}`;
}

/** The address that `readEmail` reads, if any. */
export const normaliseEmail = (text: string): string | undefined => valueOf(readEmail(text));

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);
