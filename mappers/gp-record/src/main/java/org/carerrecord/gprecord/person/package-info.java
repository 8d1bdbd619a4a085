@NullMarked
package org.carerrecord.gprecord.person;

import org.jspecify.annotations.NullMarked;
