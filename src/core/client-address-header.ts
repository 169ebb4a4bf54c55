/** Header in which a redirect worker hands over the client address to the control process. Removed from outside requests. */
export const CLIENT_ADDRESS_HEADER = 'x-sluice-client-address'
