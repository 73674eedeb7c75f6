// Calypso
