/** Advisories, by their address, that do not touch Guidepost, and why. */
export const reviewedAdvisories: Readonly<Record<string, string>> = {};
