/** The lists are short on purpose: a missing domain only means a missing flag. */
const freemail = new Set(
  `gmail.com googlemail.com yahoo.com ymail.com rocketmail.com outlook.com hotmail.com live.com msn.com aol.com
   icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de gmx.at gmx.ch web.de freenet.de
   t-online.de mail.com zoho.com fastmail.com hey.com tutanota.com tuta.com yandex.ru yandex.com ya.ru yandex.by
   yandex.kz mail.ru bk.ru list.ru inbox.ru internet.ru rambler.ru lenta.ru ukr.net i.ua meta.ua tut.by
   uol.com.br bol.com.br terra.com.br ig.com.br orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it
   virgilio.it tiscali.it alice.it wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz qq.com 163.com 126.com
   sina.com naver.com daum.net hanmail.net rediffmail.com comcast.net verizon.net att.net sbcglobal.net
   btinternet.com sky.com virginmedia.com telenet.be skynet.be bluewin.ch abv.bg walla.co.il`.split(/\s+/),
);

const disposable = new Set(
  `mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org sharklasers.com grr.la 10minutemail.com
   10minutemail.net temp-mail.org temp-mail.io tempmail.com tempmail.net tempmail.dev tempmailo.com tempr.email
   throwawaymail.com yopmail.com yopmail.fr yopmail.net trashmail.com trashmail.de trashmail.net getnada.com nada.email
   maildrop.cc mailnesia.com mintemail.com mohmal.com moakt.com fakeinbox.com fakemail.net dispostable.com
   discard.email discardmail.com spamgourmet.com mytemp.email emailondeck.com burnermail.io mailcatch.com
   mailnull.com spam4.me tempinbox.com tempail.com inboxkitten.com 1secmail.com 1secmail.net 1secmail.org
   33mail.com anonbox.net byom.de einrot.com wegwerfmail.de wegwerfmail.net crazymailing.com dropmail.me
   minuteinbox.com mailpoof.com generator.email owlymail.com luxusmail.org harakirimail.com`.split(/\s+/),
);

const academic = /(^|\.)(edu|edu\.[a-z]{2}|ac\.[a-z]{2})$/;
const studentHost = /^(students?|stud|alumni|alumno|alumnos)\./;

/** Whether the list contains the domain or one of its parent domains. */
function isListed(list: Set<string>, domain: string): boolean {
  for (let rest = domain; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    if (list.has(rest)) return true;
  }
  return false;
}

export const isFreemailDomain = (domain: string): boolean => isListed(freemail, domain);
export const isDisposableDomain = (domain: string): boolean => isListed(disposable, domain);
export const isStudentDomain = (domain: string): boolean => academic.test(domain) || studentHost.test(domain);
