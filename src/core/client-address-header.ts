/** How a redirect worker tells the control process whose request it hands over. Stripped from what comes from outside. */
export const CLIENT_ADDRESS_HEADER = 'x-sluice-client-address'
