package org.carerrecord.gateway.packaged;

/** The sandbox as README starts it: H2 in memory. */
class MainJobOnH2IT extends MainJob {

    @Override
    PackagedGateway start() {
        return PackagedGateway.sandbox();
    }
}
