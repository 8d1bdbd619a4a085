/** NK1, next of kin and other associated parties: read, put together by person, and made into what holds them. */
@NullMarked
package org.carerrecord.hospitaldischarge.party;

import org.jspecify.annotations.NullMarked;
