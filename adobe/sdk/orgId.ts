/** An organization's id, as Adobe's Developer Console shows it. Program and provider both check it. */
export const orgIdPattern = /^[^@\s]+@AdobeOrg$/;
