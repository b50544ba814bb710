/** Hosts where anyone can have a page, so the URL of a page says nothing about the company's domain. */
const sharedHosts = new Set(
  `vk.com vk.ru vkontakte.ru ok.ru odnoklassniki.ru t.me telegram.me dzen.ru rutube.ru max.ru wa.me viber.com
   instagram.com facebook.com fb.com fb.me threads.net threads.com linkedin.com twitter.com x.com youtube.com youtu.be
   tiktok.com pinterest.com linktr.ee taplink.cc taplink.ru tilda.ws wixsite.com wordpress.com blogspot.com narod.ru
   github.io goo.gl 2gis.ru avito.ru ozon.ru wildberries.ru etsy.com`.split(/\s+/),
);

export const isSharedHost = (domain: string): boolean => sharedHosts.has(domain);
