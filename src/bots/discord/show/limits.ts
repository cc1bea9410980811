/** Limits of Discord's messages. https://docs.discord.com/developers/components/reference */
export const maximumContent = 2000;
export const maximumRows = 5;
export const maximumButtonsInRow = 5;
export const maximumButtonLabel = 80;
/** Of a description for those who cannot see a picture. */
export const maximumDescription = 1024;
