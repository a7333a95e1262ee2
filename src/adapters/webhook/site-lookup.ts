import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isSiteAddress } from '../../telemetry/site-address.ts';

/** Code of the error by which a look-up ends that leads off the site. */
export const OFF_SITE = 'EOFFSITE';

/**
 * Looks a name up as Node does and lets only addresses of the site through. It is asked at the moment of connecting, so a
 * name that leads elsewhere between two messages leads nowhere.
 */
export const siteLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    const own = addresses.filter(({ address }) => isSiteAddress(address));
    const [first] = own;
    if (first === undefined) {
      return done(Object.assign(new Error('The address is none of the site'), { code: OFF_SITE }), '');
    }
    if (options.all === true) return done(null, own);
    return done(null, first.address, first.family);
  });
};
