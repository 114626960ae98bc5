/** Secrets by site and protocol: where they are kept, which one fits, and how they stay unseen. */
package transfer.credentials;
