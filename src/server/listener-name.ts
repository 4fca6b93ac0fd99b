/** The two listeners: the touchscreen's on 127.0.0.1, the phones' on the WiFi. */
export type ListenerName = 'kiosk' | 'phones';
