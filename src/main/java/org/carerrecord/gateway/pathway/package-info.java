/** The carer's way between organisations: who is referred where, and what became of it (journey.md). */
@NullMarked
package org.carerrecord.gateway.pathway;

import org.jspecify.annotations.NullMarked;
