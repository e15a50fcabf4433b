/** An organization's id, as Adobe's Developer Console shows it. Program and provider both check it. */
export const orgIdPattern = /^[^@\s]+@AdobeOrg$/;

/** A sandbox's name: lowercase letters, digits and hyphens. Program and provider both check it. */
export const sandboxPattern = /^[a-z0-9][a-z0-9-]{0,255}$/;
