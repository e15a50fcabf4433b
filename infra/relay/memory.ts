/** Memory of the receiver in MB: with so much it has one whole processor. */
export const RECEIVER_MEMORY_MB = 1_769;

/** Memory of the forwarder in MB. It waits for Adobe most of its time. */
export const FORWARDER_MEMORY_MB = 512;
